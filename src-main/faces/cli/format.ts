const number = new Intl.NumberFormat('en');
const twoDigits = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

export const formatNumber = (value: number): string => number.format(value);

/** "1 page", "2 pages". */
export const formatCount = (count: number, noun: string, many = `${noun}s`): string =>
  `${number.format(count)} ${count === 1 ? noun : many}`;

/** A duration in the two units that matter: "0.31 s", "12 s", "3 min 20 s", "2 h 5 min". */
export const formatSeconds = (seconds: number): string => {
  if (seconds < 10) return `${twoDigits.format(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** An ISO time as "2025-10-16 14:35" in the time zone of the workstation. */
export const formatTime = (iso: string): string => {
  const time = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
};
