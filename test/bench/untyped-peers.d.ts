declare module 'finnish-bank-utils' {
  const bankUtils: { isValidFinnishRefNumber(reference: string): boolean };
  export default bankUtils;
}
declare module 'better-sqlite3-plain' {
  import Database from 'better-sqlite3';
  export default Database;
}
