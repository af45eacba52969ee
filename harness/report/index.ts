/** Reports. */
export { groupFindings, type FindingGroup } from './group';
export { jsonReport } from './json';
export { junitReport } from './junit';
export { balance, prettyReport, statusWord } from './pretty';
export { parseResult, RESULT_SCHEMA, resultJsonSchema } from './schema';
export { painter, table, type Paint } from './style';
export { checkWritable, PartFile, writeWhole } from './write-file';
