#!/usr/bin/env node
/** The program `ndislab`. */
import { main } from './program';
import { processTerminal } from './terminal';

main(process.argv.slice(2), processTerminal()).then((code) => {
  // The exit code is set and not exit() called: what was written may still be on its way.
  process.exitCode = code;
});
