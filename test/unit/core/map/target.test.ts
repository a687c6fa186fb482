import { describe, expect, it } from 'vitest';
import { targetOf } from '../../../../shared/core/map/target.ts';
import type { DataModel, ExternalIdFieldModel, FieldModel } from '../../../../shared/core/model.ts';
import { landscape } from '../../../../shared/flows/landscape.ts';
import { fullModel } from '../../../support/builders.ts';

const all = fullModel.types.Application?.fields ?? {};

function withFields(change: Readonly<Record<string, FieldModel | undefined>>): DataModel {
  const fields = Object.entries({ ...all, ...change }).flatMap(([key, field]) =>
    field ? [[key, field] as const] : [],
  );
  return { ...fullModel, types: { Application: { fields: Object.fromEntries(fields), relations: {} } } };
}

function withExternalId(change: Partial<ExternalIdFieldModel>): DataModel {
  const externalId = { readOnly: false, unique: true, forTypes: ['Application'], ...change };
  return { ...fullModel, externalIdFields: { externalId } };
}

const mapped = (key: string, value: string) => ({ key, value, owner: 'source-owned' as const, why: '' });

describe('targetOf', () => {
  it('takes everything of a full workspace', () => {
    expect(targetOf(landscape, fullModel)).toMatchObject({
      type: 'Application',
      subtype: 'businessApplication',
      fieldKeys: ['alias', 'description', 'lxHostingType'],
      hasLifecycle: true,
      canRetire: true,
    });
  });

  it('refuses a workspace without the type', () => {
    expect(() => targetOf(landscape, { ...fullModel, types: {} })).toThrow(
      expect.objectContaining({ code: 'LX_TYPE_MISSING', facts: { type: 'Application' } }),
    );
  });

  it.each([
    ['is read-only', withExternalId({ readOnly: true })],
    ['is of other types only', withExternalId({ forTypes: ['Interface'] })],
    ['does not exist', { ...withFields({ externalId: undefined }), externalIdFields: {} }],
  ])('refuses a workspace whose external id field %s', (_, model) => {
    expect(() => targetOf(landscape, model)).toThrow(
      expect.objectContaining({ code: 'LX_EXTERNAL_ID_FIELD' }),
    );
  });

  it.each([
    ['for every type', withExternalId({ forTypes: [] })],
    ['listed with the type alone', { ...fullModel, externalIdFields: {} }],
  ])('takes an external id field %s', (_, model) => {
    expect(targetOf(landscape, model).type).toBe('Application');
  });

  it('leaves out a field that was removed, but never the description: it is listed nowhere', () => {
    const { fieldKeys, accepts } = targetOf(landscape, withFields({ alias: undefined }));
    expect(fieldKeys).toEqual(['description', 'lxHostingType']);
    expect([accepts(mapped('alias', 'x')), accepts(mapped('description', 'x'))]).toEqual([false, true]);
  });

  it('leaves out a value that the select does not know', () => {
    const { accepts } = targetOf(
      landscape,
      withFields({ lxHostingType: { type: 'SINGLE_SELECT', values: ['saas'] } }),
    );
    expect(accepts(mapped('lxHostingType', 'saas'))).toBe(true);
    expect(accepts(mapped('lxHostingType', 'onPremise'))).toBe(false);
  });

  it('accepts no field that the flow does not name', () => {
    expect(targetOf(landscape, fullModel).accepts(mapped('lifecycle', 'active'))).toBe(false);
  });

  it.each([
    ['has no subtypes', { category: undefined }],
    ['has other subtypes', { category: { type: 'SINGLE_SELECT', values: ['microservice'] } }],
  ])('leaves the subtype out where the type %s', (_, change) => {
    expect(targetOf(landscape, withFields(change)).subtype).toBeUndefined();
  });

  it.each([
    ['no lifecycle', undefined, false, false],
    ['a lifecycle without end', { type: 'LIFECYCLE', values: ['active'] }, true, false],
    ['a lifecycle whose phases are not told', { type: 'LIFECYCLE' }, true, true],
  ])('knows of %s whether it can retire', (_, lifecycle, hasLifecycle, canRetire) => {
    expect(targetOf(landscape, withFields({ lifecycle }))).toMatchObject({ hasLifecycle, canRetire });
  });
});
