/** A fault of ndislab itself: exit code 3. */
export class HarnessFault extends Error {
  /** The run in which it happened, if it is known. */
  readonly replay: string | undefined;

  constructor(message: string, replay: string | undefined) {
    super(message);
    this.name = 'HarnessFault';
    this.replay = replay;
  }
}
