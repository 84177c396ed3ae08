import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboardFiles, dashboardFolder } from './files';

for (const [name, content] of dashboardFiles()) {
  const path = join(dashboardFolder(), name);
  writeFileSync(path, content);
  console.log(path);
}
