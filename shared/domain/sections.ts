/** The nine sections of a client's benefit data, in the order in which they are shown. */
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
