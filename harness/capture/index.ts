/** Captures of frames. */
export { readCapture, type CapturedFrame } from './read-capture';
