import { isPlainObject, refuse, type Reader } from '../declaration/shape';
import { correlationId } from './correlation-id';
import { cors } from './cors';
import { jwt } from './jwt';
import { opentelemetry } from './opentelemetry';
import type { Bound, Holder } from './plugin';
import { prometheus } from './prometheus';
import { rateLimiting } from './rate-limiting';
import { requestSizeLimiting } from './request-size-limiting';

const KINDS = [correlationId, cors, jwt, requestSizeLimiting, rateLimiting, prometheus, opentelemetry];

/** The others that come with Kong. */
const FOREIGN = new Set([
  ...['acl', 'acme', 'ai-prompt-decorator', 'ai-prompt-guard', 'ai-prompt-template', 'ai-proxy'],
  ...['ai-request-transformer', 'ai-response-transformer', 'aws-lambda', 'azure-functions', 'basic-auth'],
  ...['bot-detection', 'datadog', 'file-log', 'grpc-gateway', 'grpc-web', 'hmac-auth', 'http-log', 'ip-restriction'],
  ...['key-auth', 'ldap-auth', 'loggly', 'oauth2', 'post-function', 'pre-function', 'proxy-cache', 'redirect'],
  ...['request-termination', 'request-transformer', 'response-ratelimiting', 'response-transformer', 'session'],
  ...['standard-webhooks', 'statsd', 'syslog', 'tcp-log', 'udp-log', 'zipkin'],
]);

export function pluginIn(holder: Holder): Reader<Bound> {
  return (value, place) => {
    const name = isPlainObject(value) ? value['name'] : undefined;
    const kind = KINDS.find((one) => one.name === name);
    if (kind) return kind.in(holder)(value, place);
    if (typeof name === 'string' && FOREIGN.has(name)) return refuse(`${place}.name`, `${name} is not implemented`);
    return refuse(`${place}.name`, 'must be a plugin of Kong', name);
  };
}
