# Reference answers for src/lib/analysis/expected-outcomes.ts: outcomes of places against what is expected for their
# mix. Base R only. Run here: Rscript make_expected.R, then prettier.
number <- function(x) ifelse(is.na(x), "null", sprintf("%.15g", x))
vector <- function(x) paste0("[", paste(if (is.character(x)) sprintf('"%s"', x) else number(x), collapse = ","), "]")
object <- function(l) paste0("{", paste(sprintf('"%s":%s', names(l), unlist(l)), collapse = ","), "}")

# The chances of 0, 1, ... events of people with chances p: person by person.
convolve_all <- function(p) { d <- 1; for (q in p) d <- c(d * (1 - q), 0) + c(0, d * q); d }
moved <- function(p, shift) plogis(qlogis(p) + shift)
root <- function(f, low, high) { for (i in 1:200) { mid <- (low + high) / 2; if (f(mid) < 0) low <- mid else high <- mid }; (low + high) / 2 }
limits <- function(o, p) {
  at_least <- function(x, shift) { d <- convolve_all(moved(p, shift)); sum(d[(x + 1):length(d)]) }
  e <- sum(p)
  low <- if (o == 0) 0 else sum(moved(p, root(function(s) at_least(o, s) - 0.025, -12, 12))) / e
  high <- if (o == length(p)) length(p) / e else sum(moved(p, root(function(s) at_least(o + 1, s) - 0.975, -12, 12))) / e
  c(low, high)
}
dl <- function(z, s, cut) {
  k <- length(z); z <- sort(z); m <- floor(k * cut); if (m > 0) { z[1:m] <- z[m + 1]; z[(k - m + 1):k] <- z[k - m] }
  w <- 1 / s^2; max(0, (sum(z^2) - (k - 1)) / (sum(w) - sum(w^2) / sum(w)))
}

# One example: people one by one, a regression over all, and every place against it. `form`: the covariates.
example <- function(d, form, regions = FALSE) {
  # On people counted by pattern, so that the fit stops at the same step.
  covariates <- all.vars(form)[-1]
  pattern <- do.call(paste, c(d[covariates], sep = "|")); first <- d[!duplicated(pattern), ]; kinds <- unique(pattern)
  first$n <- as.vector(table(pattern)[kinds]); first$with <- as.vector(tapply(d$event, pattern, sum)[kinds])
  fit <- glm(update(form, cbind(with, n - with) ~ .), binomial, first)
  at <- match(pattern, kinds)
  p <- fitted(fit)[at]; w <- p * (1 - p); X <- model.matrix(fit)[at, , drop = FALSE]
  place <- if (regions) d$region else d$institution
  names <- unique(place)
  of <- function(f) sapply(names, function(n) f(place == n))
  O <- of(function(i) sum(d$event[i])); E <- of(function(i) sum(p[i])); V <- of(function(i) sum(w[i]))
  # What fitting takes away: the hat matrix of weighted least squares, over the people of the place.
  own <- of(function(i) { g <- colSums(X[i, , drop = FALSE] * w[i]); drop(t(g) %*% vcov(fit) %*% g) }) / V
  lim <- sapply(names, function(n) limits(sum(d$event[place == n]), p[place == n]))
  s <- sqrt(V) / E
  if (!regions) { tau2 <- dl((O - E) / sqrt(V), s, 0.1); extra <- rep(tau2, length(names)) } else {
    inst <- unique(d$institution)
    y <- sapply(inst, function(n) sum(d$event[d$institution == n]) / sum(p[d$institution == n]) - 1)
    e <- sapply(inst, function(n) sum(p[d$institution == n]))
    si <- sapply(inst, function(n) sqrt(sum(w[d$institution == n]))) / e
    r <- sapply(inst, function(n) d$region[d$institution == n][1])
    q <- sum(sapply(names, function(n) { u <- 1 / si[r == n]^2; m <- weighted.mean(y[r == n], u); sum(u * (y[r == n] - m)^2) }))
    ce <- sum(sapply(names, function(n) { u <- 1 / si[r == n]^2; sum(u) - sum(u^2) / sum(u) }))
    tau2 <- max(0, (q - (length(inst) - length(names))) / ce)
    extra <- tau2 * sapply(names, function(n) sum((e[r == n] / E[names == n])^2))
  }
  z <- (O - E) / sqrt(V * (1 - own)); wide <- (O - E) / sqrt(V * (1 - own) + extra * E^2)
  pv <- 2 * pt(-abs(wide), if (regions) length(inst) - length(names) else length(names) - 1)
  # C: of a person with and one without the event, how often the one with it had the higher chance.
  a <- p[d$event == 1]; b <- p[d$event == 0]
  auc <- mean(outer(a, b, function(x, y) (x > y + 1e-12) + 0.5 * (abs(x - y) <= 1e-12)))
  key <- do.call(paste, c(d[c("region", "institution", covariates)], sep = "|"))
  rows <- sapply(unique(key), function(k) object(list(key = sprintf('"%s"', k), people = sum(key == k), events = sum(d$event[key == k]))))
  object(list(
    rows = paste0("[", paste(rows, collapse = ","), "]"), covariates = length(covariates), regions = if (regions) "true" else "false",
    places = vector(names), rate = number(mean(d$event)), concordance = number(auc), tau2 = number(tau2),
    observed = vector(O), expected = vector(E), variance = vector(V), own_share = vector(own),
    lower = vector(lim[1, ]), upper = vector(lim[2, ]), z = vector(z), z_wide = vector(wide), q = vector(p.adjust(pv, "BH"))))
}

draw <- function(seed, institutions, each, effect, spread) {
  set.seed(seed)
  institution <- rep(sprintf("I%d", 1:institutions), each = each)
  at <- as.integer(sub("I", "", institution))
  risk <- sapply(at, function(i) sample(c("low", "moderate", "high"), 1, prob = c(3, 3, 1 + i / 2)))
  age <- sample(c("under 25", "25 to 44", "45 and over"), length(at), TRUE, c(0.2, 0.5, 0.3))
  sex <- ifelse(runif(length(at)) < ifelse(at == 2, 0.9, 0.05), "F", "M")
  region <- sprintf("R%d", (at - 1) %% 3 + 1)
  eta <- -1.6 + c(low = 0, moderate = 0.7, high = 1.3)[risk] + c(`under 25` = 0.4, `25 to 44` = 0, `45 and over` = -0.5)[age] - 0.4 * (sex == "F") + ifelse(at == 3, effect, 0) + rnorm(institutions, 0, spread)[at]
  data.frame(region, institution, risk, age, sex, event = as.integer(runif(length(at)) < plogis(eta)))
}

out <- c(
  example(draw(181, 6, 60, 0.5, 0), event ~ risk),
  example(draw(182, 7, 110, 0.4, 0.3), event ~ risk + age + sex),
  example(draw(183, 9, 80, 0, 0.35), event ~ risk + age, regions = TRUE))
cat("[", paste(out, collapse = ",\n"), "]\n", sep = "", file = "expected.json")
