/**
 * Table E.3.10-1 of PS3.15, edition 2026a: the Safe Private Attributes, all 479 rows. Read from the listing that DICOMKit (raster-labs/DICOMKit,
 * ConfidentialityProfileSafePrivate.swift) generates from the DocBook of that edition. By creator: 'gggg:' and the elements of its block, two
 * digits each, a hyphen from the first to the last of a run.
 */
export const SAFE_PRIVATE_ELEMENTS: Readonly<Record<string, string>> = {
  ELSCINT1: '00E1:21,50 01E1:26 01F1:01,07,26,27',
  'GEIIS PACS': '0903:10-12',
  GEMS_ACQU_01: '0019:23,24,27,9E',
  GEMS_HELIOS_01: '0045:01,02',
  GEMS_PARM_01: '0043:27,39,6F',
  GEMS_SERS_01: '0025:07',
  'HOLOGIC, Inc.': '7E01:01,02,10-12',
  NQHeader: '0099:01,02,04,05,10,20,21',
  NQLeft: '0199:01-16',
  NQRight: '0299:01-16',
  'Philips Imaging DD 001':
    '2001:01-0C,0E-1F,21-51,53-5A,5D-6B,6D-6F,71-77,79-8C,90-94,9A,9B,9D,9F,A1-A5,C0-C3,C5-C7,CA,CB,D0-DF,E9,F1-F7,F9,FB-FD,FF',
  'Philips Imaging DD 002': '2001:01-40,50,52,53,57,58,5A,5C-5F,63-68,6B,71-75',
  'Philips Imaging DD 097': '2001:01-08,0A,0B,0D-0F,12,17-1F,21-28,2A-32,36-3E,40-42,44-47,49-4C,A1-A6,A8-AB',
  'Philips Imaging DD 129': '2001:00-09',
  'Philips MR Imaging DD 001': '2005:0D,0E',
  'Philips PET Private Group': '7053:00,09',
  'Philips ST80i': '0025:01',
  'SIEMENS MR HEADER': '0019:0C-0E,27',
  'SIEMENS SYNGO ULTRA-SOUND TOYON DATA STREAMING': '7FD1:01,09,10,11',
  'SIEMENS Ultrasound SC2000': '0119:00-09,10-13,21 0129:00,02-09,10-12,20-22,29,30 0139:01 0149:01-03 7FD1:01,09,10,11',
};

/** Those of them with VR SQ: what their items hold is judged element by element. */
export const SAFE_PRIVATE_SEQUENCES: Readonly<Record<string, string>> = {
  'HOLOGIC, Inc.': '7E01:10,11',
  'Philips Imaging DD 001': '2001:5F,65,66,68-6B,6F,73,79,9A,C5-C7,CA,E9,F9,FB-FD',
  'Philips Imaging DD 002': '2001:3A-3D,57,58,5F,64',
  'Philips Imaging DD 097': '2001:01,05,06,08,0A,0B,0E,12,2E,3C,3E,42,49,A9',
  'Philips Imaging DD 129': '2001:00-02,04',
  'SIEMENS Ultrasound SC2000': '0119:02,03 0129:00,06,09,11,20',
};

/** Those of them that name a series or another thing by its UID, which is replaced like any other UID. */
export const SAFE_PRIVATE_REFERENCES: Readonly<Record<string, string>> = {
  NQHeader: '0099:02',
  'SIEMENS Ultrasound SC2000': '0129:02,07,12',
};
