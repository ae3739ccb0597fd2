import type { CommonTrouble } from '../troubles.js';

export type Trouble =
  | CommonTrouble
  /** `shared`: others than we used the resource up. */
  | {
      readonly kind: 'rate limited';
      readonly retryAfterSeconds: number;
      readonly global?: boolean;
      readonly shared?: boolean;
    }
  /** `{message, code}` with that status. With `applied` the request took effect all the same. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: number;
      readonly message: string;
      readonly applied?: boolean;
    };
