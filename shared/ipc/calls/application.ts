import { z } from 'zod';
import { applicationInfo, diagnostic, settings } from '../state.ts';
import { call, nothing } from './call.ts';

export const applicationCalls = {
  'application.info': call({ needs: 'nothing', request: nothing, response: applicationInfo, perSecond: 20 }),
  'application.diagnostics': call({
    needs: 'nothing',
    request: nothing,
    response: z.object({ diagnostics: z.array(diagnostic) }),
    perSecond: 5,
  }),
  'settings.change': call({
    needs: 'nothing',
    request: settings.partial(),
    response: settings,
    perSecond: 20,
  }),
} as const;
