export { createEventOutbox } from './outbox.ts'
export { createSmsOutbox, type SmsOutbox } from './sms-outbox.ts'
export { type ConformanceCheck, storeConformance } from './store-conformance.ts'
export { createTestClock, type TestClock } from './test-clock.ts'
