import { OpenAPIObject } from '@nestjs/swagger';
import { describeCommonRules } from './openapi';

function described(paths: object, schemas: object = {}): OpenAPIObject {
  const document = { openapi: '3.0.0', info: { title: 'Shop', version: '1' }, paths, components: { schemas } };
  return describeCommonRules(document as OpenAPIObject);
}

function statusesOf(method: 'get' | 'post', operation: object, path = '/api/things'): string[] {
  return Object.keys(
    described({ [path]: { [method]: { responses: {}, ...operation } } }).paths[path]![method]!.responses,
  );
}

const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingDto' } } } };

describe('the document of a service', () => {
  it('says who may call an operation, and how the others are refused', () => {
    expect(statusesOf('get', { 'x-policy': 'public' })).toEqual(['503']);
    expect(statusesOf('get', { 'x-policy': 'admin' })).toEqual(['401', '403', '503']);
    const { paths } = described({
      '/api/things': {
        get: { 'x-policy': 'public', responses: {} },
        post: { 'x-policy': 'signed-in', responses: {} },
      },
    });
    expect(paths['/api/things']).toMatchObject({ post: { security: [{ bearer: [] }] } });
    expect(paths['/api/things']?.get).not.toHaveProperty('security');
  });

  it('says how requests are refused that have an id, parameters, or change something', () => {
    expect(statusesOf('get', { 'x-policy': 'public' }, '/api/things/{id}')).toEqual(['404', '503']);
    const limit = { name: 'limit', in: 'query' };
    expect(statusesOf('get', { 'x-policy': 'public', parameters: [limit] })).toEqual(['400', '503']);
    expect(statusesOf('post', { 'x-policy': 'public' })).toEqual(['400', '409', '413', '415', '422', '503']);
  });

  it('keeps what an operation says itself, and shows every refusal as a problem', () => {
    const responses = { 200: { description: 'Yes' }, 409: { description: 'Taken' } };
    const post = described({ '/api/things': { post: { responses } } }).paths['/api/things']?.post;
    expect(post?.responses).toMatchObject({ 200: { description: 'Yes' }, 409: { description: 'Taken' } });
    expect(post?.responses['200']).not.toHaveProperty('content');
    expect(post?.responses['409']).toHaveProperty(['content', 'application/problem+json']);
  });

  it('leaves out headers that are no parameters', () => {
    const parameters = ['authorization', 'If-Match'].map((name) => ({ name, in: 'header' }));
    const get = described({ '/api/things': { get: { parameters, responses: {} } } }).paths['/api/things']?.get;
    expect(get?.parameters).toEqual([{ name: 'If-Match', in: 'header' }]);
  });

  it.each([
    [true, ['name']],
    [false, []],
  ])('says that a body is required: %s where it needs %j', (needed, required) => {
    const paths = { '/api/things': { post: { requestBody: { ...body, required: true }, responses: {} } } };
    const { post } = described(paths, { ThingDto: { type: 'object', required } }).paths['/api/things']!;
    expect(post?.requestBody).toMatchObject({ required: needed });
  });

  it('says that nothing is taken which a body does not know, however deep, and leaves answers open', () => {
    const parts = { type: 'array', items: { $ref: '#/components/schemas/PartDto' } };
    const document = described(
      { '/api/things': { post: { requestBody: body, responses: {} } } },
      {
        ThingDto: { type: 'object', properties: { parts } },
        PartDto: { type: 'object' },
        AnswerDto: { type: 'object' },
      },
    );
    expect(document.components?.schemas).toMatchObject({
      ThingDto: { additionalProperties: false },
      PartDto: { additionalProperties: false },
    });
    expect(document.components?.schemas?.['AnswerDto']).not.toHaveProperty('additionalProperties');
  });
});
