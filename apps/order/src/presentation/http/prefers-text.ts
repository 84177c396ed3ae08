/** Whether an `Accept` header asks for text rather than JSON (RFC 9110, 12.5.1). Anything else gets JSON. */
export function prefersText(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map((range) => {
    const [type = '', ...parameters] = range.trim().toLowerCase().split(';');
    const quality = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((q) => q !== undefined);
    return { type: type.trim(), quality: Number(quality ?? 1) };
  });
  const qualityOf = (...types: string[]): number =>
    types.map((type) => ranges.find((range) => range.type === type)?.quality).find((q) => q !== undefined) ?? 0;
  return qualityOf('text/plain', 'text/*') > qualityOf('application/json', 'application/*', '*/*');
}
