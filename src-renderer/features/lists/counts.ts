const counts = new Intl.NumberFormat('fi-FI');

/** '193 755': one form for all three languages, as sums of money have. */
export const formatCount = (count: number): string => counts.format(count);
