/** The reason with which a wait is ended that has its own limit of time; any other abort is somebody's wish to stop. */
export const outOfTime = (): DOMException => new DOMException('The time for it is over.', 'TimeoutError');

/** Whether it was aborted because its time is over, as by `AbortSignal.timeout`. */
export const isOutOfTime = ({ reason }: AbortSignal): boolean =>
  reason instanceof DOMException && reason.name === 'TimeoutError';
