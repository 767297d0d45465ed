import { z } from 'zod';
import { sectionNames } from '../../domain/sections.ts';
import { sectionRoutes } from '../../service-api/benefit-sections.ts';
import { clientHeader } from '../../service-api/clients.ts';
import { call, clientHandle, done } from './call.ts';

const anySection = z.union([
  sectionRoutes.pending.response,
  sectionRoutes.decisions.response,
  sectionRoutes.payments.response,
  sectionRoutes['payment-claims'].response,
  sectionRoutes['insurance-coverage'].response,
  sectionRoutes.recoveries.response,
  sectionRoutes['medicine-deductible'].response,
  sectionRoutes['passed-by-others'].response,
  sectionRoutes['treatment-abroad'].response,
]);

export const clientsCalls = {
  'client.look-up': call({
    needs: 'role',
    request: z.strictObject({
      personalIdentityCode: z.string().max(40),
      reason: z.string().max(500).nullable(),
      nonDisclosureConfirmed: z.boolean(),
    }),
    response: z.object({ clientHandle, header: clientHeader }),
    perSecond: 5,
  }),
  'client.section': call({
    needs: 'role',
    request: z.strictObject({ clientHandle, section: z.enum(sectionNames) }),
    response: anySection,
    responseFor: ({ section }) => sectionRoutes[section].response,
    perSecond: 60,
  }),
  'client.leave': call({
    needs: 'nothing',
    request: z.strictObject({ clientHandle }),
    response: done,
    perSecond: 20,
  }),
} as const;
