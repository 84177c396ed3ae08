/** Repeats an assertion until it holds; fails with its last error when `withinMs` is over. */
export async function eventually<T>(assertion: () => T | Promise<T>, withinMs = 10_000, everyMs = 25): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}
