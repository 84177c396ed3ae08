/** The version of a product as an entity tag. */
export function etagOf(view: { readonly version: number }): string {
  return `"${view.version}"`;
}

/**
 * The versions that an If-Match header names; undefined if there is no condition. A tag that is not ours is at no
 * version, so a header of such tags alone never holds. Weak ones count: a proxy that compresses weakens ours.
 */
export function versionsIn(ifMatch: string | undefined): number[] | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  return ifMatch.split(',').flatMap((tag) => {
    const version = /^(?:W\/)?"(\d{1,9})"$/.exec(tag.trim())?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}
