import { describe, expect, it } from 'vitest';
import { cumulativeHazard, daysToReturn, hazardMultiplier, monthlyHazard } from './hazard.ts';
import { admissionFactor, SEASON, SHOCK, TREND_BREAK } from './scenario.ts';

describe('the hazard of return', () => {
  it('falls with time since release and rises with risk', () => {
    for (const risk of [0, 1, 2]) {
      const hazard = monthlyHazard(risk);
      for (let m = 1; m < hazard.length; m++) expect(hazard[m]!).toBeLessThan(hazard[m - 1]!);
    }
    expect(monthlyHazard(2)[6]!).toBeGreaterThan(monthlyHazard(0)[6]!);
  });

  it('is what the time to return is drawn from: the cumulative hazard at the drawn day is the draw', () => {
    for (const draw of [0.01, 0.1, 0.3, 0.6]) {
      const days = daysToReturn(2, 1, draw);
      expect(cumulativeHazard(2, 1, days)).toBeGreaterThanOrEqual(draw);
      expect(cumulativeHazard(2, 1, days - 1)).toBeLessThan(draw);
    }
    expect(daysToReturn(0, 1, 5)).toBe(Infinity);
  });

  it('is lower for women and older people, higher for the young', () => {
    expect(hazardMultiplier(true, 30)).toBeLessThan(1);
    expect(hazardMultiplier(false, 50)).toBeLessThan(1);
    expect(hazardMultiplier(false, 20)).toBeGreaterThan(1);
    expect(hazardMultiplier(false, 30)).toBe(1);
  });
});

describe('admissions', () => {
  it('follow a season that leaves the yearly total alone', () => {
    expect(SEASON.reduce((sum, share) => sum + share, 0)).toBeCloseTo(12, 6);
  });

  it('halve in the epidemic and more, recover, and grow from the trend break', () => {
    const before = SHOCK.month - 12;
    expect(admissionFactor(SHOCK.month) / admissionFactor(before)).toBeCloseTo(SHOCK.factor, 6);
    expect(admissionFactor(SHOCK.month + 24) / admissionFactor(before)).toBeCloseTo(1, 6);
    expect(admissionFactor(TREND_BREAK.month + 24) / admissionFactor(TREND_BREAK.month)).toBeCloseTo(
      (1 + TREND_BREAK.growthPerYear) ** 2,
      6,
    );
  });
});
