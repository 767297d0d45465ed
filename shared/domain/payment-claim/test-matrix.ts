/** The guide's matrix once more, written from the guide and not from the data: all that is claimable. */
export const claimable: Record<string, readonly string[]> = {
  'KE-V': ['TOTUL_23', 'AML_14', 'KEL_67_1'],
  'KE-T': ['TOTUL_23', 'AML_14', 'KEL_67_1'],
  ELT: ['TOTUL_23', 'AML_7_14', 'ELATUSTUKIL_11_4'],
  ELA: ['TOTUL_23', 'AML_7_14'],
  JHR: ['TOTUL_23', 'AML_14'],
  OHR: ['TOTUL_23', 'AML_14'],
  LL: ['TOTUL_23', 'AML_14', 'LAPSILISAL_11_1', 'LAPSILISAL_12_2'],
  KHT: ['TOTUL_23', 'AML_14'],
  RAR: ['TOTUL_23', 'AML_14', 'SVL_15_12_2'],
  ERAR: ['TOTUL_23', 'AML_14', 'SVL_15_12_2'],
  VAR: ['TOTUL_23', 'AML_14', 'SVL_15_12_2'],
  TAKE: ['TOTUL_23', 'AML_14', 'TAKUUEL_18'],
  TMT: ['TOTUL_23', 'AML_14', 'TTL_11_9_1'],
  PPR: ['TOTUL_23', 'AML_14', 'TTL_11_9_1'],
  YAT: ['TOTUL_23'],
  SPR: ['TOTUL_23', 'AML_14', 'SVL_15_12_3'],
  OPR: ['TOTUL_23', 'AML_14'],
  KUR: ['TOTUL_23', 'AML_14', 'KUNTOUTUSL_48'],
  EAT: ['TOTUL_23', 'EAL_28'],
  EHT: ['TOTUL_23', 'AML_14', 'VAMMAISETUUSL_26'],
  'VTU-A': ['TOTUL_23', 'AML_14', 'VAMMAISETUUSL_26'],
  LESKE: ['TOTUL_23', 'AML_14', 'KEL_67_1'],
  LAPE: ['TOTUL_23', 'AML_14', 'KEL_67_1'],
  LKO: ['TOTUL_23', 'AML_14', 'KEL_67_1'],
  YLT: ['TOTUL_23', 'AML_14', 'YLEISTUKI_PROVISION'],
};

/** What goes without a paragraph: the letter on basic social assistance, and agreements. */
export const byLetter = (base: string, benefit: string): boolean =>
  base === 'TOTU_LETTER' ? benefit === 'TOTU' : base === 'AGREEMENT' && agreeable.includes(benefit);
// prettier-ignore
const agreeable = [
  'TOTU', 'YAT', 'TMT', 'PPR', 'YLT', 'LIA', 'SPR', 'OSPR', 'TTPR', 'LUPR', 'KUR', 'NKUR', 'EHR', 'OPR', 'OAL',
  'KUP', 'RIL', 'YRIL', 'EHT', 'VTU-L', 'VTU-A', 'KMT', 'SOA', 'SOA-E', 'SHK', 'LAK', 'MAK',
];
