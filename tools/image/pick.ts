import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partsOf } from './parts';

/** While an image is built: copies what belongs to one app out of the compiled checkout. `node pick.js order /picked` */
function pick(app: string, target: string): void {
  const parts = partsOf(app);
  mkdirSync(target, { recursive: true });
  for (const path of parts.paths) cpSync(path, join(target, path), { recursive: true });
  const { main = 'dist/tools/image/nothing-to-start.js' } = parts;
  writeFileSync(join(target, 'main.js'), `require('./${main}');\n`);
  writeFileSync(join(target, 'image.json'), JSON.stringify(parts));
}

pick(process.argv[2] ?? '', process.argv[3] ?? '');
