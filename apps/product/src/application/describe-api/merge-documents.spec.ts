import { ApiDocument } from '../ports/service-documents';
import { mergeDocuments } from './merge-documents';

const bearer = { type: 'http', scheme: 'bearer' };

/** A service with one path, which answers one schema. */
function aDocument(path: string, name: string, schema: object): ApiDocument {
  return {
    paths: { [path]: { get: { responses: { 200: { schema: { $ref: `#/components/schemas/${name}` } } } } } },
    components: { schemas: { [name]: schema }, securitySchemes: { bearer } },
  };
}

describe('the merged reference', () => {
  it('has the paths and schemas of all services, and how to sign in', () => {
    const { paths, components } = mergeDocuments(
      new Map([
        ['user', aDocument('/api/users', 'UserDto', { type: 'object' })],
        ['order', aDocument('/api/orders', 'OrderDto', { type: 'object' })],
      ]),
    );
    expect(Object.keys(paths!)).toEqual(['/api/users', '/api/orders']);
    expect(components).toEqual({
      schemas: { UserDto: { type: 'object' }, OrderDto: { type: 'object' } },
      securitySchemes: { bearer },
    });
  });

  it('tells schemas of the same name apart by their service', () => {
    const { paths, components } = mergeDocuments(
      new Map([
        ['user', aDocument('/api/users', 'ItemDto', { title: 'a user' })],
        ['order', aDocument('/api/orders', 'ItemDto', { title: 'an order' })],
      ]),
    );
    expect(components?.schemas).toEqual({ UserItemDto: { title: 'a user' }, OrderItemDto: { title: 'an order' } });
    expect(JSON.stringify(paths?.['/api/orders'])).toContain('#/components/schemas/OrderItemDto');
    expect(JSON.stringify(paths)).not.toContain('schemas/ItemDto');
  });

  it('shows once what is the same in all services', () => {
    const { components } = mergeDocuments(
      new Map([
        ['user', aDocument('/api/users', 'Problem', { title: 'a problem' })],
        ['order', aDocument('/api/orders', 'Problem', { title: 'a problem' })],
      ]),
    );
    expect(components?.schemas).toEqual({ Problem: { title: 'a problem' } });
  });

  it('names the services that do not answer', () => {
    const up = aDocument('/api/users', 'UserDto', {});
    expect(mergeDocuments(new Map([['user', up]])).info.description).not.toContain('Left out');
    const { info, paths } = mergeDocuments(
      new Map<string, ApiDocument | undefined>([
        ['user', up],
        ['order', undefined],
      ]),
    );
    expect(info.description).toContain('do not answer at the moment: order.');
    expect(Object.keys(paths!)).toEqual(['/api/users']);
  });
});
