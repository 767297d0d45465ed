/** The parts of a client's data that the service shows, in the order of the screen. */
export const sectionNames = [
  'pending',
  'decisions',
  'payments',
  'payment-claims',
  'insurance-coverage',
  'recoveries',
  'medicine-deductible',
  'passed-by-others',
  'treatment-abroad',
] as const;

export type SectionName = (typeof sectionNames)[number];

export const isSectionName = (text: string): text is SectionName =>
  (sectionNames as readonly string[]).includes(text);
