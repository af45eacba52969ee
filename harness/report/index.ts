/** Reports. */
export { ctrfSweep } from './ctrf';
export { groupFindings, type FindingGroup } from './group';
export { jsonReport } from './json';
export { junitReport } from './junit';
export { balance, prettyReport, statusWord } from './pretty';
export { parseResult, RESULT_SCHEMA, resultJsonSchema } from './schema';
export { sarifSweep } from './sarif';
export { painter, table, type Paint } from './style';
export { jsonSweep, parseSweep, sweepJsonSchema } from './sweep-json';
export { junitSweep } from './sweep-junit';
export { prettySweep } from './sweep-pretty';
export { checkWritable, PartFile, writeWhole } from './write-file';
