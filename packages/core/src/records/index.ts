// Records: the portal's data and client applications that change at run time.
export type {
  RecordChange,
  RecordNotice,
  RecordPage,
  RecordQuery,
  RecordRepository,
  StoredRecord,
} from "./stored-record.js";
export type { JsonObject } from "../lib/json-object.js";
export { MemoryRecordRepository, type MemoryRecordOptions } from "./memory-record-repository.js";
export { JsonFileRecordRepository } from "./json-file-record-repository.js";
export type { JsonFileOptions } from "../files/json-file-options.js";
export { RepositoryConflictError } from "../repositories/repository-conflict-error.js";
export { checkRecordChanges, type CheckedChange, type RecordRow } from "./check-record-changes.js";
export { isRecordId, isRecordKind } from "./record-names.js";
export { decodeRecordNotice, encodeRecordNotice, noticeOf } from "./record-notice.js";
export { recordOf } from "./record-of.js";
