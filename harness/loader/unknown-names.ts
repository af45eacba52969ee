/**
 * Names that a TypeScript driver uses and that do not exist. Types are not checked when a driver is
 * loaded, so that such a name would be `undefined`, and fail somewhere else in words of V8's own.
 * Here it throws where it is used, and says what was meant.
 */
import * as ndis from '../../ndis';
import { DriverInterface } from '../../ndis/driver-interface';
import { EXPORTS } from '../../ndis/exports';
import { suggestion } from '../nearest';

/** What JavaScript itself looks for in an object that it awaits or prints. */
const PROBED = ['then', 'toJSON'];

/**
 * The end of a prototype chain, in place of Object.prototype: only names that nothing before it has
 * are looked up here, so that those which exist cost nothing more.
 */
function endOfChain(describe: (name: string) => string): object {
  return new Proxy(Object.prototype, {
    get(target, name, receiver): unknown {
      if (typeof name === 'symbol' || name in target || PROBED.includes(name))
        return Reflect.get(target, name, receiver);
      throw new TypeError(describe(name));
    },
  });
}

/** What may be imported as `entry`, such as `ndislab/ndis`: any other name throws a TypeError. */
export function guardImports(entry: string, exported: object): object {
  const guard = endOfChain((name) =>
    Object.hasOwn(EXPORTS, name)
      ? `${name} is not imported but called as ndis.${name}(...), with the ndis that a handler gets`
      : `'${entry}' exports no ${name}${suggestion(name, Object.keys(exported))}`,
  );
  const own = Object.getOwnPropertyDescriptors(exported);
  return Object.create(guard, own) as object;
}

/** Makes `ndis.NdisFoo` throw a TypeError if there is no such function, for all drivers. */
export function guardInterface(): void {
  const guard = endOfChain((name) =>
    Object.hasOwn(ndis, name)
      ? `ndis has no ${name}: import it from 'ndislab/ndis'`
      : `ndis has no function ${name}${suggestion(name, Object.keys(EXPORTS))}`,
  );
  Object.setPrototypeOf(DriverInterface.prototype, guard);
}
