declare const brand: unique symbol;

/** A value of type `T` that has been checked to be a `Name`, so that two kinds of string cannot be mixed up. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
