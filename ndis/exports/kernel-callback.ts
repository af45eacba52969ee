/** Callback objects of ntoskrnl.exe: ExXxxCallback. */
import { NULL } from '../../hardware/address';
import { readUnicodeString } from '../kernel/string';
import { STATUS_OBJECT_NAME_NOT_FOUND, STATUS_SUCCESS } from '../nt-status';
import { exported, input, Irql, optional, output } from '../row';
import { OBJECT_ATTRIBUTES } from '../structures/object-attributes';
import { BOOLEAN, NDIS_STATUS, PVOID, VOID, pointer } from '../types';

const object = pointer('CALLBACK_OBJECT');

export const ExCreateCallback = exported({
  name: 'ExCreateCallback',
  module: 'ntoskrnl.exe',
  returns: NDIS_STATUS,
  args: [
    output('CallbackObject', object),
    input('ObjectAttributes', pointer('OBJECT_ATTRIBUTES')),
    input('Create', BOOLEAN),
    input('AllowMultipleCallbacks', BOOLEAN),
  ],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-excreatecallback',
  summary: 'Opens a callback object, or makes it; its reference is to be given back.',
  acquires: { kind: 'object-reference', key: 'CallbackObject' },
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, ObjectAttributes, Create, AllowMultipleCallbacks) {
    const { ObjectName } = OBJECT_ATTRIBUTES.at(os.memory, ObjectAttributes);
    const name = ObjectName === NULL ? undefined : readUnicodeString(os.memory, ObjectName);
    const CallbackObject = os.callbacks.open(name, Create, AllowMultipleCallbacks);
    if (CallbackObject === undefined)
      return { Result: STATUS_OBJECT_NAME_NOT_FOUND, CallbackObject: NULL };
    return { Result: STATUS_SUCCESS, CallbackObject };
  },
});

export const ExRegisterCallback = exported({
  name: 'ExRegisterCallback',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [
    input('CallbackObject', object),
    input('CallbackFunction', pointer('CALLBACK_FUNCTION')),
    optional('CallbackContext', PVOID),
  ],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-exregistercallback',
  summary: 'Registers a routine with a callback object; NULL if the object takes no more.',
  acquires: { kind: 'callback', key: 'Result' },
  fails: ['NULL'],
  body(os, CallbackObject, CallbackFunction, CallbackContext) {
    if (os.callbacks.isObject(CallbackObject))
      return os.callbacks.register(CallbackObject, CallbackFunction, CallbackContext);
    os.report('resource/bad-handle', {
      what: 'ExRegisterCallback was given what is no callback object.',
    });
    return NULL;
  },
});

export const ExUnregisterCallback = exported({
  name: 'ExUnregisterCallback',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('CallbackRegistration', PVOID)],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-exunregistercallback',
  summary: 'Takes a routine from its callback object.',
  releases: { kind: 'callback', key: 'CallbackRegistration' },
  body: (os, CallbackRegistration) => os.callbacks.unregister(CallbackRegistration),
});

export const ExNotifyCallback = exported({
  name: 'ExNotifyCallback',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [
    input('CallbackObject', object),
    optional('Argument1', PVOID),
    optional('Argument2', PVOID),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-exnotifycallback',
  summary: 'Calls the routines that are registered with a callback object.',
  body: (os, CallbackObject, Argument1, Argument2) =>
    os.callbacks.notify(CallbackObject, Argument1, Argument2),
});
