/** Ends an exhaustive switch: the compiler refuses a case that was forgotten, and a value from outside throws. */
export const assertNever = (value: never): never => {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
};
