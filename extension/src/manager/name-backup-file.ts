/** What a backup file is called, by the day that it was made on (ms since 1970) where the person is. */
export function nameBackupFile(createdAt: number): string {
  const made = new Date(createdAt)
  const parts = [made.getFullYear(), made.getMonth() + 1, made.getDate()]
  return `countersign-backup-${parts.map((part) => String(part).padStart(2, '0')).join('-')}.json`
}
