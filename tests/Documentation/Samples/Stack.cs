using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace Documentation.Samples;

/// <summary>A backend with FastAPI.</summary>
public sealed class FastApiStack : StackTemplate
{
    /// <inheritdoc/>
    public override string Name => "fastapi-stack";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Dependencies => ["fastapi>=0.109.0", "alembic>=1.13.0"];

    /// <inheritdoc/>
    protected override IReadOnlyList<FileTemplate> Templates =>
        [new("src/main.py", MainPy), new("tests/__init__.py", "")];

    /// <inheritdoc/>
    public override Task<StackCompatibility> IsCompatibleAsync(
        StackRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult(new StackCompatibility(request.OutcomeType == "api"));

    /// <inheritdoc/>
    public override async Task<StackScaffold> ScaffoldAsync(
        StackRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        var init = await context.Shell.RunAsync("alembic init alembic", cancellationToken: cancellationToken);
        init.EnsureSuccess();
        return RenderTemplates(context);
    }

    private static string MainPy(PluginContext context) =>
        $"""
            from fastapi import FastAPI

            app = FastAPI(title="{context.Project.Name}")

            """;
}
