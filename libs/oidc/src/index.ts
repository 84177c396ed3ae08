export { outsidePrincipal, type Claims } from './claims';
export { readKeySet, type KeySet } from './key-set';
export { OidcSettingsWrong, outsideIssuer, type OidcEnvironment, type OutsideIssuer } from './outside-issuer';
