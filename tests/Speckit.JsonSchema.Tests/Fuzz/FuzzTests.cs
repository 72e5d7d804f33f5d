using FsCheck;
using FsCheck.Fluent;
using Speckit.JsonSchema.Patterns;
using Speckit.JsonSchema.Tests.Support;

namespace Speckit.JsonSchema.Tests.Fuzz;

public sealed class FuzzTests
{
    private const int Rounds = 6_000;

    [Fact]
    public void CompileAndValidate_RandomSchemasAndInstances_NeverThrow()
    {
        var (compiled, valid, invalid) = (0, 0, 0);
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new RandomJson(seed);
            var options = new SchemaOptions
            {
                DefaultDraft = seed % 2 == 0 ? SchemaDraft.Draft202012 : SchemaDraft.Draft07,
            };
            var compilation = JsonSchema.Compile(random.Schema(), options);
            (compilation.Schema is null).ShouldBe(compilation.Errors.Length > 0, $"seed {seed}");
            if (compilation.Schema is null)
            {
                continue;
            }

            compiled++;
            for (var i = 0; i < 5; i++)
            {
                var instance = random.Instance();
                var result = compilation.Schema.Validate(instance);
                result.IsValid.ShouldBe(compilation.Schema.Validate(instance).IsValid, $"seed {seed}");
                _ = result.IsValid ? valid++ : invalid++;
            }
        }

        // Else the schemas would be too wild to test anything.
        compiled.ShouldBeGreaterThan(Rounds / 10);
        valid.ShouldBeGreaterThan(Rounds / 20);
        invalid.ShouldBeGreaterThan(Rounds / 20);
    }

    [Fact]
    public void Validate_ANegatedSchema_IsTheOppositeUnlessItCannotBeFinished()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new RandomJson(seed);
            var (schema, instance) = (random.Schema(), random.Instance());
            if (
                JsonSchema.Compile(schema).Schema is not { } positive
                || JsonSchema.Compile(Json.Parse($$$"""{"not":{"not":{{{schema.GetRawText()}}}}}""")).Schema
                    is not { } twice
                || schema.GetRawText().Contains("$ref", StringComparison.Ordinal)
                || schema.GetRawText().Contains("$dynamicRef", StringComparison.Ordinal)
            )
            {
                continue;
            }

            // The first way collects failures, the second only asks for the verdict.
            twice.Validate(instance).IsValid.ShouldBe(positive.Validate(instance).IsValid, $"seed {seed}");
        }
    }

    [Fact]
    public void Create_RandomPatterns_NeverThrow()
    {
        string[] parts =
        [
            "a",
            "(",
            ")",
            "[",
            "]",
            "^",
            "$",
            "\\",
            "d",
            "p{L}",
            "{2}",
            "{1,",
            "*",
            "+?",
            "|",
            "(?<x>",
            "\\k<x>",
            "\\1",
            "-",
            "🐲",
            "(?=",
            "\\u{1F432}",
            ".",
        ];
        var random = new Random(7);
        var accepted = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var pattern = string.Concat(
                Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)])
            );
            var compiled = EcmaPattern.Create(pattern, out var problem);
            (compiled is null).ShouldBe(problem is not null, pattern);
            _ = compiled?.IsMatch("a🐲aa");
            accepted += compiled is null ? 0 : 1;
        }

        accepted.ShouldBeGreaterThan(Rounds / 20);
    }

    [Fact]
    public void Formats_AnyText_NeverThrow() =>
        Prop.ForAll<NonNull<string>>(text =>
            {
                foreach (
                    var name in (string[])
                        [
                            "date-time",
                            "date",
                            "time",
                            "duration",
                            "email",
                            "hostname",
                            "ipv4",
                            "ipv6",
                            "uri",
                            "uri-reference",
                            "uuid",
                            "regex",
                            "json-pointer",
                            "relative-json-pointer",
                        ]
                )
                {
                    _ = JsonSchema
                        .Compile(Json.Parse($$"""{"format":"{{name}}"}"""))
                        .Schema!.Validate(Json.Parse($"\"{System.Text.Json.JsonEncodedText.Encode(text.Get)}\""));
                }
            })
            .QuickCheckThrowOnFailure();
}
