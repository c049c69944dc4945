import { describe, expect, it } from 'vitest';
import { encodePdu } from '../../core/pdu/encode.ts';
import { checkAssociateRq, refusals } from '../../core/upper-layer/check.ts';
import { ct, requestOf } from './values.ts';

const request = requestOf([ct]);

describe('checkAssociateRq', () => {
  it('has nothing against a plain request, nor against odd titles and versions with bit 0', () => {
    expect(checkAssociateRq(request)).toBeUndefined();
    expect(checkAssociateRq({ ...request, protocolVersion: 0xffff, calledTitle: '', callingTitle: '\u00c4' })).toBeUndefined();
    expect(checkAssociateRq(requestOf([]))).toBeUndefined();
  });

  it.each([
    ['a protocol version without bit 0', { ...request, protocolVersion: 2 }, [1, 2, 2]],
    ['another application context', { ...request, applicationContext: '1.2.840.10008.3.1.1.2' }, [1, 1, 2]],
    ['no application context', { ...request, applicationContext: '' }, [1, 1, 2]],
    ['a maximum length of 1', requestOf([ct], { maximumLength: 1 }), [1, 2, 1]],
    ['a maximum length of 6', requestOf([ct], { maximumLength: 6 }), [1, 2, 1]],
  ])('refuses %s', (_, refused, [result, source, reason]) => {
    expect(checkAssociateRq(refused)).toMatchObject({ result, source, reason });
  });

  it('lets another application context pass when told to', () => {
    expect(checkAssociateRq({ ...request, applicationContext: '1.2' }, { anyApplicationContext: true })).toBeUndefined();
  });

  it('asks who is called and who calls, case and all', () => {
    const options = {
      acceptsCalledTitle: (title: string) => title === 'CALLED',
      acceptsCallingTitle: (title: string) => title === 'CALLING',
    };
    expect(checkAssociateRq(request, options)).toBeUndefined();
    expect(checkAssociateRq({ ...request, calledTitle: 'Called' }, options)).toEqual({ result: 1, source: 1, reason: 7 });
    expect(checkAssociateRq({ ...request, callingTitle: 'calling' }, options)).toEqual({ result: 1, source: 1, reason: 3 });
  });

  it('has no refusal that the encoder would not send', () => {
    for (const refusal of Object.values(refusals)) expect(encodePdu({ kind: 'associate-rj', ...refusal })).toHaveLength(10);
  });
});
