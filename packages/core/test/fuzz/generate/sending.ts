import fc, { type Arbitrary } from "fast-check";
import { BESIDE, ODDITIES, PLAINLY, type Sending } from "../tokens/sending.js";

type Plain = keyof typeof ODDITIES;

const usually = (name: Plain): Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(PLAINLY[name]) },
    { weight: 1, arbitrary: fc.constantFrom(...ODDITIES[name]) },
  );

const parts = {
  field: usually("field"),
  scheme: usually("scheme"),
  gap: usually("gap"),
  after: usually("after"),
  target: usually("target"),
};

const beside = fc.record({
  where: fc.constantFrom(...BESIDE.where),
  field: fc.constantFrom(...BESIDE.field),
  value: fc.constantFrom(...BESIDE.value),
});

/** Ways to send a token, odd ones too. */
export const sending: Arbitrary<Sending> = fc.oneof(fc.record(parts), fc.record({ ...parts, beside }));

/** Every way that differs from the usual in one part, and every field beside. */
export function* oddSendings(): Generator<Sending> {
  for (const [name, values] of Object.entries(ODDITIES)) {
    for (const value of values) yield { ...PLAINLY, [name]: value };
  }
  for (const where of BESIDE.where) {
    for (const field of BESIDE.field) {
      for (const value of BESIDE.value) yield { ...PLAINLY, beside: { where, field, value } };
    }
  }
}
