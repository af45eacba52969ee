/** Leaves a bind and an unbind pending while opening or closing is. */
import { smallProtocol } from '../../../miniports/faulty/small-protocol';

export { lower } from '../../../miniports/faulty/small-protocol';

export const DriverEntry = smallProtocol({});
