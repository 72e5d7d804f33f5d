using System.CommandLine;
using System.Globalization;
using Speckit.Registry.Features.Tokens;
using Speckit.Registry.Storage;
using Speckit.Registry.Storage.Database;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Commands;

/// <summary><c>speckit-registry token create|list|revoke</c>. They work beside a running server.</summary>
internal static class TokenCommands
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create(Option<string> data, TextWriter output, TextWriter error) =>
        new("token", "Make, list and revoke tokens")
        {
            CreateToken(data, output, error),
            ListTokens(data, output, error),
            RevokeToken(data, output, error),
        };

    private static Command CreateToken(Option<string> data, TextWriter output, TextWriter error)
    {
        var publisher = new Option<string>("--publisher")
        {
            Description = "Whose token it is; a new publisher is made",
            HelpName = "NAME",
            Required = true,
        };
        var expires = new Option<int?>("--expires") { Description = "Days until it ends", HelpName = "DAYS" };
        var scopes = new Option<string>("--scopes")
        {
            Description = "What it may do, separated by commas",
            HelpName = "publish,yank",
            DefaultValueFactory = _ => string.Join(',', TokenScopes.Grantable),
        };
        var admin = new Option<bool>("--admin") { Description = "It may do everything, on every plugin" };
        var command = new Command("create", "Make a token and print it once") { publisher, expires, scopes, admin };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var request = new TokenRequest(
                    parsed.GetValue(publisher)!,
                    parsed
                        .GetValue(scopes)!
                        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                    parsed.GetValue(expires),
                    parsed.GetValue(admin)
                );
                return WithStoreAsync(
                    parsed.GetValue(data)!,
                    error,
                    store => CreateAsync(store, request, output, error, cancellationToken)
                );
            }
        );
        return command;
    }

    private static async Task<int> CreateAsync(
        TokenStore store,
        TokenRequest request,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var scopes = request.Check();
        if (!scopes.Succeeded)
        {
            return await RegistryCommandLine.FailAsync(error, scopes.Diagnostics[0]);
        }

        TimeSpan? lifetime = request.ExpiresInDays is { } days ? TimeSpan.FromDays(days) : null;
        var (token, secret) = await store.CreateAsync(request.Publisher, scopes.Value, lifetime, cancellationToken);
        // The secret alone on standard output: TOKEN=$(speckit-registry token create …).
        await output.WriteLineAsync(secret);
        await error.WriteLineAsync(
            $"Token {token.Id} of '{token.Publisher}' ({string.Join(", ", token.Scopes)}). It is not shown again."
        );
        return 0;
    }

    private static Command ListTokens(Option<string> data, TextWriter output, TextWriter error)
    {
        var command = new Command("list", "List tokens, without their secrets");
        command.SetAction(
            (parsed, cancellationToken) =>
                WithStoreAsync(
                    parsed.GetValue(data)!,
                    error,
                    async store =>
                    {
                        foreach (var token in store.List())
                        {
                            await output.WriteLineAsync(
                                Describe(token, store.IsCurrent(token)).AsMemory(),
                                cancellationToken
                            );
                        }

                        return 0;
                    }
                )
        );
        return command;
    }

    private static Command RevokeToken(Option<string> data, TextWriter output, TextWriter error)
    {
        var id = new Argument<string>("id") { Description = "The identifier that token list shows" };
        var command = new Command("revoke", "End a token") { id };
        command.SetAction(
            (parsed, cancellationToken) =>
                WithStoreAsync(
                    parsed.GetValue(data)!,
                    error,
                    async store =>
                    {
                        var revoked = await store.RevokeAsync(parsed.GetValue(id)!, cancellationToken);
                        if (!revoked.Succeeded)
                        {
                            return await RegistryCommandLine.FailAsync(error, revoked.Diagnostics[0]);
                        }

                        await output.WriteLineAsync($"Token {parsed.GetValue(id)} revoked.");
                        return 0;
                    }
                )
        );
        return command;
    }

    private static string Describe(AccessToken token, bool isCurrent)
    {
        var state =
            token.Revoked is { } revoked ? $"revoked {Day(revoked)}"
            : token.Expires is not { } expires ? "active"
            : isCurrent ? $"active until {Day(expires)}"
            : $"expired {Day(expires)}";
        return $"{token.Id}  {token.Publisher}  {string.Join(',', token.Scopes)}  created {Day(token.Created)}  {state}";
    }

    private static string Day(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<int> WithStoreAsync(string folder, TextWriter error, Func<TokenStore, Task<int>> work)
    {
        var opened = DataDirectory.Open(folder);
        if (!opened.TryGet(out var data))
        {
            return await RegistryCommandLine.FailAsync(error, opened.Diagnostics[0]);
        }

        var database = RegistryDatabase.Open(data.Database);
        if (!database.TryGet(out var storage))
        {
            return await RegistryCommandLine.FailAsync(error, database.Diagnostics[0]);
        }

        using (storage)
        {
            return await work(new TokenStore(storage, TimeProvider.System));
        }
    }
}
