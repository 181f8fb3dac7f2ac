/**
 * Keys that are equal for equal types: a number for each shape that differs, so that a key is as short for
 * `P<P<P<…>>>` as for `int`. A shape names the parts of a type by their keys, and what is itself by its identity.
 */
export abstract class ShapeKeys<T extends { readonly assumption?: string }> {
  readonly #identities = new WeakMap<object, number>();
  readonly #known = new WeakMap<T, string>();
  readonly #byShape = new Map<string, string>();
  #next = 0;

  /** Differs for equal shapes that rest on different assumptions. */
  of(type: T): string {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const grounds = type.assumption === undefined ? '' : JSON.stringify(type.assumption);
    const shape = `${this.shapeOf(type)} ${grounds}`;
    let key = this.#byShape.get(shape);
    if (key === undefined) this.#byShape.set(shape, (key = `${++this.#next}`));
    this.#known.set(type, key);
    return key;
  }

  /** What the type is made of, by key. */
  protected abstract shapeOf(type: T): string;

  /** Of a declaration: two may have one name. */
  protected identityOf(object: object): number {
    let identity = this.#identities.get(object);
    if (identity === undefined) this.#identities.set(object, (identity = ++this.#next));
    return identity;
  }
}
