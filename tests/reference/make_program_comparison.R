# Reference answers for the comparison of a program (src/lib/analysis/program-comparison): weighting with columns that
# follow from others, values not recorded, institutions, several releases a person; the doubly robust estimate; E-values.
# Base R: Rscript make_program_comparison.R writes releases_compared.csv and program_comparison.json.
set.seed(20261128)
people <- 500
n <- sample(1:4, people, replace = TRUE, prob = c(.5, .25, .15, .1))
person <- rep(seq_len(people), n)
year <- 2015 + unlist(lapply(n, seq_len))
tendency <- rnorm(people, 0, .8)[person]
age <- sample(c("a", "b", "c"), people, replace = TRUE)[person]
risk <- sample(c("low", "moderate", "high", NA), people, replace = TRUE, prob = c(.3, .4, .2, .1))[person]
institution <- sample(c("N1", "N2", "S1", "S2"), length(person), replace = TRUE)
d <- data.frame(person, year = as.character(year), prior = as.character(year - 2016), age, risk, institution, region = substr(institution, 1, 1))
lp <- -.9 + .4 * (d$age == "b") + .3 * (d$risk %in% "high") - .3 * (d$institution == "S2")
d$took_part <- rbinom(nrow(d), 1, plogis(lp))
d$returned <- rbinom(nrow(d), 1, plogis(-.6 + tendency + .5 * (d$risk %in% "high") + .3 * (d$age == "b") - .3 * d$took_part))
write.csv(d, "releases_compared.csv", row.names = FALSE, quote = FALSE)

d <- read.csv("releases_compared.csv", colClasses = c(year = "character", prior = "character"))
d$risk <- addNA(factor(d$risk))
compared <- function(covariates, d) {
  tr <- d$took_part == 1
  fit <- glm(reformulate(covariates, "took_part"), binomial, d)
  e <- fitted(fit)
  w <- e / (1 - e)
  outcome <- glm(reformulate(covariates, "returned"), binomial, d[!tr, ])
  m <- suppressWarnings(predict(outcome, d, type = "response"))
  rest <- d$returned - m
  first <- mean(rest[tr]); second <- sum((w * rest)[!tr]) / sum(w[!tr])
  psi <- ifelse(tr, nrow(d) / sum(tr) * (rest - first), -nrow(d) / sum(w[!tr]) * w * (rest - second))
  list(covariates = covariates, aliased = sum(is.na(coef(fit))), treated = mean(d$returned[tr]),
    comparison = sum((w * d$returned)[!tr]) / sum(w[!tr]), ess = sum(w[!tr])^2 / sum(w[!tr]^2), propensity = range(e),
    robust = first - second, error = sqrt(sum(psi^2)) / nrow(d), error_by_person = sqrt(sum(tapply(psi, d$person, sum)^2)) / nrow(d))
}
# Without overlap: whoever was assigned took part, and nobody else is like them.
apart <- data.frame(d, assigned = ifelse(d$took_part == 1 & d$person %% 3 == 0, "yes", "no"))
fit <- suppressWarnings(glm(took_part ~ age + assigned, binomial, apart))
e <- fitted(fit); tr <- d$took_part == 1; w <- e / (1 - e)
separated <- list(within = mean(e >= .05 & e <= .95), comparison = sum((w * d$returned)[!tr]) / sum(w[!tr]), ess = sum(w[!tr])^2 / sum(w[!tr]^2))
evalue <- function(rr) { rr <- max(rr, 1 / rr); rr + sqrt(rr * (rr - 1)) }
out <- list(r = R.version.string,
  comparisons = list(
    compared(c("age", "risk"), d),
    compared(c("age", "risk", "prior", "year"), d),
    compared(c("age", "risk", "region", "year", "institution"), d)),
  separated = separated,
  evalues = lapply(c(.5, .8, 1, 1.25, 3.9), function(rr) list(ratio = rr, evalue = evalue(rr))))
json <- function(x) {
  if (is.list(x)) {
    inner <- vapply(x, json, "")
    if (is.null(names(x))) paste0("[", paste(inner, collapse = ", "), "]")
    else paste0("{", paste0("\"", names(x), "\": ", inner, collapse = ", "), "}")
  } else {
    text <- if (is.character(x)) paste0("\"", x, "\"") else formatC(x, digits = 14, format = "g")
    if (length(x) == 1) text else paste0("[", paste(text, collapse = ", "), "]")
  }
}
writeLines(json(out), "program_comparison.json")
