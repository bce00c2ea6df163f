internal import Glibc

/// What a sample proves: an upper bound of the share of bad objects.
enum SampleBound {
  /// The upper bound of the share of bad objects.
  ///
  /// - Parameters:
  ///   - failures: The number of bad objects in the sample.
  ///   - drawn: The size of the sample.
  ///   - population: The number of objects.
  ///   - confidence: The probability with which the bound holds.
  /// - Returns: The share; 1 for an empty sample.
  static func upper(
    failures: Int, drawn: Int, population: Int, confidence: Double = 0.95
  ) -> Double {
    guard drawn > 0, population > 0 else { return population > 0 ? 1 : 0 }
    guard drawn < population else { return Double(failures) / Double(population) }
    let doubt = 1 - confidence
    if failures == 0 {
      // The smallest number of bad objects of which a sample would have shown one.
      var (low, high) = (0, population)
      while low < high {
        let middle = (low + high) / 2
        if missed(middle, of: population, drawn: drawn) <= doubt {
          high = middle
        } else {
          low = middle + 1
        }
      }
      return Double(Swift.max(0, low - 1) + 1) / Double(population)
    }
    return binomialUpper(failures: failures, drawn: drawn, doubt: doubt)
  }

  /// The probability that a sample contains none of the bad objects.
  static func missed(_ bad: Int, of population: Int, drawn: Int) -> Double {
    guard bad + drawn <= population else { return 0 }
    func choose(_ n: Int, _ k: Int) -> Double {
      lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
    }
    return exp(choose(population - bad, drawn) - choose(population, drawn))
  }

  /// The size of a sample that contains at least one of so many bad objects.
  static func size(
    toFindOneOf bad: Int, in population: Int, confidence: Double = 0.95
  ) -> Int {
    var (low, high) = (0, population)
    while low < high {
      let middle = (low + high) / 2
      if missed(bad, of: population, drawn: middle) <= 1 - confidence {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  /// The bound of Clopper and Pearson, which is safe for a finite population too.
  private static func binomialUpper(failures: Int, drawn: Int, doubt: Double) -> Double {
    guard failures < drawn else { return 1 }
    func atMost(_ share: Double) -> Double {
      (0...failures).reduce(0) { sum, count in
        let ways =
          lgamma(Double(drawn + 1)) - lgamma(Double(count + 1))
          - lgamma(Double(drawn - count + 1))
        return sum
          + exp(ways + Double(count) * log(share) + Double(drawn - count) * log1p(-share))
      }
    }
    var (low, high) = (Double(failures) / Double(drawn), 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if atMost(middle) > doubt { low = middle } else { high = middle }
    }
    return high
  }
}
