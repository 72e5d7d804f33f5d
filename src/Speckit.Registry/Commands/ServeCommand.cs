using System.CommandLine;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Hosting;

namespace Speckit.Registry.Commands;

/// <summary><c>speckit-registry</c>: serves until told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>The root command.</summary>
    public static RootCommand Create(Option<string> data, TextWriter output, TextWriter error)
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen: http URLs, separated by semicolons; port 0 takes a free one",
            HelpName = "URL",
            DefaultValueFactory = _ => RegistryOptions.DefaultUrl,
        };
        var publicUrl = new Option<string?>("--public-url")
        {
            Description = "The URL under which others reach this registry, when a proxy is before it",
            HelpName = "URL",
        };
        var unsigned = new Option<bool>("--allow-unsigned") { Description = "Take packages without a signature" };
        var command = new RootCommand("A registry of Speckit plugins.") { data, urls, publicUrl, unsigned };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var listen = ListenUrls.Read(parsed.GetValue(urls)!);
                var advertised = ListenUrls.ReadPublic(parsed.GetValue(publicUrl));
                if (!listen.Succeeded || !advertised.Succeeded)
                {
                    var problems = listen.Diagnostics.AddRange(advertised.Diagnostics);
                    return RegistryCommandLine.FailAsync(error, problems[0]);
                }

                var options = new RegistryOptions
                {
                    Data = parsed.GetValue(data)!,
                    Urls = listen.Value,
                    PublicUrl = advertised.Value.Url,
                    AllowUnsigned = parsed.GetValue(unsigned),
                };
                return RunAsync(options, output, error, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        RegistryOptions options,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var started = await RegistryServer.StartAsync(options, TimeProvider.System, cancellationToken);
        if (!started.TryGet(out var server))
        {
            return await RegistryCommandLine.FailAsync(
                error,
                started.Diagnostics.First(problem => problem.Severity == Severity.Error)
            );
        }

        await using (server)
        {
            foreach (var address in server.Addresses)
            {
                await output.WriteLineAsync($"speckit-registry listening on {address}");
            }

            await output.FlushAsync(cancellationToken);
            await server.Application.WaitForShutdownAsync(cancellationToken);
        }

        return 0;
    }
}
