/** Work in small steps: every `yield` is a place where the caller may let others run before it goes on. */
export type Steps<Outcome> = Generator<undefined, Outcome, undefined>;

/** Does the work without a pause. */
export const finish = <Outcome>(steps: Steps<Outcome>): Outcome => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};
