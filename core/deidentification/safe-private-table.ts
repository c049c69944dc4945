/**
 * Of Table E.3.10-1 of PS3.15 the elements of the large vendors that carry numbers and codes only: those without which images lose their
 * meaning (scale factors, diffusion, pitch, rotation). What the table has besides is removed, which is always allowed. By creator: 'gggg:' and
 * the elements of its block, two digits each.
 */
export const SAFE_PRIVATE_ELEMENTS: Readonly<Record<string, string>> = {
  ELSCINT1: '00E1:21 01E1:2650 01F1:01072627',
  GEMS_ACQU_01: '0019:2324279E',
  GEMS_PARM_01: '0043:27396F',
  GEMS_HELIOS_01: '0045:0102',
  GEMS_SERS_01: '0025:07',
  'GEIIS PACS': '0903:101112',
  'Philips Imaging DD 001': '2001:0304',
  'Philips MR Imaging DD 001': '2005:0D0E',
  'Philips PET Private Group': '7053:0009',
  'SIEMENS MR HEADER': '0019:0C0D0E27',
};
