import { ArgumentMetadata } from '@nestjs/common';
import { IsInt } from 'class-validator';
import { RequestInvalid } from './problem.filter';
import { requestValidation } from './validation';

class Wish {
  @IsInt()
  readonly quantity!: number;
}

const body: ArgumentMetadata = { type: 'body', metatype: Wish };

async function fieldsRefused(value: unknown): Promise<string[]> {
  const outcome: unknown = await requestValidation()
    .transform(value, body)
    .catch((error: unknown) => error);
  return outcome instanceof RequestInvalid ? outcome.errors.map(({ field }) => field) : [];
}

describe('a request', () => {
  it('may have what its rules know', async () => {
    expect(await fieldsRefused({ quantity: 1 })).toEqual([]);
  });

  it('may have nothing else', async () => {
    expect(await fieldsRefused({ quantity: 1, role: 'ADMIN' })).toEqual(['role']);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'])(
    'may not have %s, which every object seems to have already',
    async (name) => {
      const sent = JSON.parse(`{ "quantity": 1, "${name}": { "role": "ADMIN" } }`) as object;
      expect(await fieldsRefused(sent)).toEqual([name]);
      expect(await fieldsRefused({ quantity: 1, deep: [sent] })).toEqual([`deep.0.${name}`]);
    },
  );

  it('is no object when it is null, even if nothing is required of it', async () => {
    class Nothing {}
    const transformed = requestValidation().transform(null, { type: 'body', metatype: Nothing });
    await expect(transformed).rejects.toBeInstanceOf(RequestInvalid);
  });

  it('may not have text that cannot be stored, nor levels without an end', async () => {
    expect(await fieldsRefused({ name: 'a\0' })).toEqual(['name']);
    expect(await fieldsRefused({ name: '\ud800' })).toEqual(['name']);
    let deep: unknown = 1;
    for (let level = 0; level < 1_000; level++) deep = { deep };
    expect(await fieldsRefused(deep)).toHaveLength(1);
  });
});
