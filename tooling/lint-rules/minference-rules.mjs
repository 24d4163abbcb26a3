import { allowedImports } from "./allowed-imports.mjs";
import { checkedTypes } from "./checked-types.mjs";
import { declaredImports } from "./declared-imports.mjs";
import { fileName } from "./file-name.mjs";
import { folderOrder } from "./folder-order.mjs";
import { innerImports } from "./inner-imports.mjs";

/** Our own rules, as the eslint plugin `minference`. */
export const minferenceRules = {
  rules: {
    "allowed-imports": allowedImports,
    "checked-types": checkedTypes,
    "declared-imports": declaredImports,
    "file-name": fileName,
    "folder-order": folderOrder,
    "inner-imports": innerImports,
  },
};
