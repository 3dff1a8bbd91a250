import type { Membership } from './data/people.ts'

/** All of the seeded people sign in with it; it guards nothing but this demo. */
export const seededPassword = 'harbour-demo-2026'

/** What they are called, and where they are, is a matter of the region. */
export const seededClinicIds = ['harbour', 'northside'] as const

interface SeededPerson {
  id: string
  address: string
  name: string
  memberships: Pick<Membership, 'clinicId' | 'role' | 'practitioner'>[]
  /** Decides on the account recoveries that nobody in a clinic may decide on. */
  isSupport?: true
}

export const seededPeople: SeededPerson[] = [
  {
    id: 'olivia',
    address: 'owner@harbour.example',
    name: 'Olivia Marsh',
    memberships: [{ clinicId: 'harbour', role: 'owner', practitioner: false }],
  },
  {
    id: 'adam',
    address: 'admin@harbour.example',
    name: 'Adam Reyes',
    memberships: [{ clinicId: 'harbour', role: 'admin', practitioner: false }],
  },
  {
    id: 'anna',
    address: 'anna@harbour.example',
    name: 'Anna Lindqvist',
    memberships: [{ clinicId: 'harbour', role: 'practitioner', practitioner: true }],
  },
  {
    id: 'bo',
    address: 'bo@harbour.example',
    name: 'Bo Hartley',
    memberships: [
      { clinicId: 'harbour', role: 'practitioner', practitioner: true },
      { clinicId: 'northside', role: 'practitioner', practitioner: true },
    ],
  },
  {
    id: 'nadia',
    address: 'owner@northside.example',
    name: 'Nadia Fielding',
    memberships: [{ clinicId: 'northside', role: 'owner', practitioner: true }],
  },
  {
    id: 'ines',
    address: 'admin@northside.example',
    name: 'Ines Moreau',
    memberships: [{ clinicId: 'northside', role: 'admin', practitioner: true }],
  },
  {
    id: 'sam',
    address: 'support@practice.example',
    name: 'Sam Okoye',
    memberships: [],
    isSupport: true,
  },
]

export interface SeededNote {
  id: string
  clinicId: (typeof seededClinicIds)[number]
  authorId: string
  client: string
  title: string
  daysAgo: number
  /** Of the day, UTC. */
  time: string
  paragraphs: readonly string[]
}

export const seededNotes = [
  {
    id: 'note-1041',
    clinicId: 'harbour',
    authorId: 'anna',
    client: 'Margaret Ellison',
    title: 'Left knee, week six after surgery',
    daysAgo: 1,
    time: '14:20',
    paragraphs: [
      'Walks without the stick indoors since Sunday. Flexion 110 degrees, full extension. Swelling down from last week, no warmth.',
      'Stairs still one step at a time, worst going down in the evening. We added slow step-downs from 10 cm, two sets of eight, every other day.',
      'She worries about the trip to her daughter in March. Agreed on a half-hour walk on flat ground as the next aim. Review in two weeks.',
    ],
  },
  {
    id: 'note-1038',
    clinicId: 'harbour',
    authorId: 'anna',
    client: 'Thomas Okafor',
    title: 'Lower back, first visit',
    daysAgo: 2,
    time: '09:45',
    paragraphs: [
      'Three weeks of pain low on the right side, began after moving house. No numbness, no weakness, sleeps through the night. Worse after an hour in the car.',
      'Movement stiff but even. Nothing that calls for imaging. Talked through what a strain of this kind does and how long it usually takes.',
      'Home plan: short walks morning and evening, two mobility exercises, breaks on the drive to work. He would rather not take tablets.',
    ],
  },
  {
    id: 'note-1035',
    clinicId: 'harbour',
    authorId: 'bo',
    client: 'Priya Nair',
    title: 'Shoulder, return to swimming',
    daysAgo: 4,
    time: '16:05',
    paragraphs: [
      'Full range overhead without pain for the first time since August. Strength on the right at about nine tenths of the left.',
      'Swam 400 m on Wednesday, easy, no ache the day after. Goes up by 200 m a week as long as that stays so. Band work continues.',
    ],
  },
  {
    id: 'note-1029',
    clinicId: 'harbour',
    authorId: 'bo',
    client: 'Gerald Whitcombe',
    title: 'Balance, monthly check',
    daysAgo: 7,
    time: '11:30',
    paragraphs: [
      'One near fall in the garden, caught himself on the fence. Stands on one leg for nine seconds on either side, six last month.',
      'His wife has put a rail by the back step. Keeps up the exercises most days. Asked his doctor about the new blood pressure tablets; the answer comes to us by letter.',
    ],
  },
  {
    id: 'note-2017',
    clinicId: 'northside',
    authorId: 'bo',
    client: 'Elena Sørensen',
    title: 'Wrist, after the cast',
    daysAgo: 1,
    time: '08:50',
    paragraphs: [
      'Cast off last Thursday. Stiff in all directions, grip weak, skin fine. Afraid of using the hand; we began with warm water and a sponge.',
      'Types with both hands for ten minutes at a time. Light household work is fine, no lifting above a full kettle until the next visit.',
    ],
  },
  {
    id: 'note-2012',
    clinicId: 'northside',
    authorId: 'nadia',
    client: 'Daniel Abara',
    title: 'Running, ankle sprained twice',
    daysAgo: 5,
    time: '13:15',
    paragraphs: [
      'Second sprain on the same side within a year. Swelling gone, hopping on the spot possible, sideways not yet.',
      'Explained why the ankle gives way and why rest alone will not mend that. Balance board daily, running from week three on even ground.',
    ],
  },
] as const satisfies readonly SeededNote[]
