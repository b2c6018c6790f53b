# Reference answers for the comparison of units (src/lib/analysis/{beta,funnel,false-discovery,shrinkage}.ts).
# Base R only: Rscript make_comparison.R > comparison.json, then prettier.
library(jsonlite)
out <- list(r = R.version.string)

# 1. Binomial tails and quantiles, small and large
grid <- list(c(0,10,.9), c(3,10,.9), c(9,10,.9), c(41,47,.9), c(25,47,.9), c(60,74,.91), c(900,1000,.9), c(850,1000,.9),
  c(930,1000,.9), c(17000,20000,.9), c(5,2000,.004), c(40,2000,.004), c(0,500,.001), c(499,500,.999), c(120,400,.3), c(3,3,.5))
out$binomial <- lapply(grid, function(g) list(x = g[1], n = g[2], p = g[3], at_most = pbinom(g[1], g[2], g[3]),
  at_least = pbinom(g[1] - 1, g[2], g[3], lower.tail = FALSE)))
out$quantile <- unlist(lapply(c(10, 25, 74, 400, 5000), function(n) lapply(c(.001, .025, .5, .975, .999), function(q)
  list(q = q, n = n, p = .9, x = qbinom(q, n, .9)))), recursive = FALSE)

# 2. Beta with shapes that are no counts
shapes <- list(c(.1,.5,.5), c(.3,2.5,7.25), c(.9,30.5,4.5), c(.02,.7,90), c(.5,1000.5,990.25), c(.88,4000,420), c(.999,3,.2))
out$beta <- lapply(shapes, function(s) list(x = s[1], a = s[2], b = s[3], lower = pbeta(s[1], s[2], s[3]),
  upper = pbeta(s[1], s[2], s[3], lower.tail = FALSE)))

# 3. Exact intervals (Clopper-Pearson)
out$exact <- lapply(list(c(0,10,.95), c(1,10,.95), c(7,25,.95), c(43,46,.998), c(74,74,.95), c(900,1000,.998), c(1,100000,.95)), function(k)
  list(x = k[1], n = k[2], level = k[3], interval = binom.test(k[1], k[2], conf.level = k[3])$conf.int[1:2]))

# 4. Funnel limits, Spiegelhalter (2005), appendix A.1.1: r = quantile, alpha = (F(r) - q) / (F(r) - F(r-1)),
#    limit (r - alpha) / n; here with half a count added, and the upper limits those of the complement, mirrored.
lower <- function(q, n, p) { r <- qbinom(q, n, p); a <- (pbinom(r, n, p) - q) / (pbinom(r, n, p) - pbinom(r - 1, n, p)); min(1, max(0, (r - a + .5) / n)) }
out$funnel <- unlist(lapply(c(.5, .9, .973), function(p) lapply(c(1, 10, 25, 74, 200, 3000), function(n)
  list(rate = p, n = n, lower95 = lower(.025, n, p), lower998 = lower(.001, n, p),
    upper95 = 1 - lower(.025, n, 1 - p), upper998 = 1 - lower(.001, n, 1 - p)))), recursive = FALSE)

# 5. Over-dispersion: winsorised z, phi, tau2
n <- c(40, 55, 61, 48, 72, 90, 33, 120, 66, 58, 81, 47); x <- c(38, 46, 57, 41, 70, 77, 25, 113, 52, 57, 69, 46)
p <- sum(x) / sum(n); e <- n * p; v <- n * p * (1 - p); z <- (x - e) / sqrt(v)
winsorise <- function(z, share) { k <- floor(length(z) * share); s <- sort(z); pmin(pmax(z, s[k + 1]), s[length(z) - k]) }
tau <- function(z, s) { k <- length(z); phi <- mean(z^2); w <- 1 / s^2
  list(phi = phi, tau2 = if (k * phi > k - 1) (k * phi - (k - 1)) / (sum(w) - sum(w^2) / sum(w)) else 0) }
s <- sqrt(v) / n
out$dispersion <- list(n = n, x = x, z = z, winsorised = winsorise(z, .1), result = tau(winsorise(z, .1), s), plain = tau(z, s))

# 6. Shrinkage of log O/E
y <- log(x / e); sl <- sqrt(v) / e; t <- tau(y / sl, sl); B <- t$tau2 / (t$tau2 + sl^2)
out$shrinkage <- list(tau2 = t$tau2, weight = B, ratio = exp(B * y))

# 7. False discovery rate
pv <- c(.001, .008, .039, .041, .042, .06, .074, .205, .212, .216, .222, .251, .269, .275, .34, .341, .384, .569, .594, .696, .762, .94, .942, .975, .986)
out$bh <- list(p = pv, q = p.adjust(pv, "BH"), shuffled = list(p = rev(c(pv, .008)), q = p.adjust(rev(c(pv, .008)), "BH")))

# 8. Poisson and ratio limits are in reference.json. Quartiles, type 7
out$quartiles <- list(x = x / n, q = unname(quantile(x / n, c(.25, .75), type = 7)))
cat(toJSON(out, digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
