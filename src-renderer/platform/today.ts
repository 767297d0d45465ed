import { todayInHelsinki, type IsoDate } from '../../shared/domain/dates.ts';

/** The calendar day in Finland now. */
export const today = (): IsoDate => todayInHelsinki(new Date());
