const counts = new Intl.NumberFormat('fi-FI');

/** '193 755': one form for all three languages, as sums of money have. */
export const formatCount = (count: number): string => counts.format(count);

/** '10/2026' of a month, '1/2026' of a half-year. */
export const periodName = (period: string): string => {
  const [year = '', part = ''] = period.split('-');
  return `${Number(part)}/${year}`;
};
