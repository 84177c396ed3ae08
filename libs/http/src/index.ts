export { AdminOnly, CurrentUser, Public, SignedIn } from './auth';
export { ClientAddress, nearestProxy } from './client-address';
export { HealthModule, type ReadinessCheck } from './health';
export { HttpModule } from './http.module';
export { PageQuery, pageDto } from './page.dto';
export { RequestInvalid } from './problem.filter';
export { createService, startService, type ServiceOptions } from './start-service';
export { tokenSettings } from './token-settings';
export { port, useCase } from './wiring';
