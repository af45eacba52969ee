/** The functions of NDIS that a driver calls. */
export { EXPORTS, type ExportName } from './table';
